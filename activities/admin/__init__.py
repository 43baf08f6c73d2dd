from . import activity, reference, sources

__all__ = ["activity", "reference", "sources"]
