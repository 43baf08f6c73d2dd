"""What all fixture records share: what a file may say, and in which order it is written."""

import hashlib
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, model_serializer

T = TypeVar("T")


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=True)
    KEY: ClassVar[str] = "slug"
    # What else no two records of the table may share.
    UNIQUE: ClassVar[tuple[str, ...]] = ()
    # Fields that the record gained later. Without a value they leave the digest as it was, so that
    # the rows of an older database do not all look edited.
    ADDED: ClassVar[frozenset[str]] = frozenset()

    @property
    def key(self):
        return getattr(self, self.KEY)

    @model_serializer(mode="wrap")
    def key_first(self, handler):
        content = handler(self)
        return {self.KEY: content.pop(self.KEY), **content} if self.KEY in content else content

    def content(self):
        """The record as it is written to a file: no empty optional keys."""
        return self.model_dump(exclude_defaults=True)

    def digest(self):
        absent = {field for field in self.ADDED if getattr(self, field) is None}
        return hashlib.sha256(self.model_dump_json(exclude=absent).encode()).hexdigest()


class Bilingual(Record, Generic[T]):
    fr: T
    en: T
