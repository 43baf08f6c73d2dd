"""Reads a page as a browser does: its elements, and the data that a form of it would send."""

from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "image", "reset", "file"}


class Page(HTMLParser):
    """The elements of a page as (tag, attributes), the fields of its forms, and how
    many further options each select offers."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.forms = {}
        self.options = []
        self.title = ""
        self._form = self._textarea = self._select = None
        self._words = []
        self.feed(text)
        self.close()

    @property
    def text(self):
        return " ".join(" ".join(self._words).split())

    @property
    def language(self):
        return next(attributes["lang"] for tag, attributes in self.elements if tag == "html")

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        match tag:
            case "form":
                self._form = self.forms.setdefault(attributes.get("id"), {})
            case "input" if attributes.get("type") not in NOT_SENT:
                if attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes:
                    self._add(attributes, attributes.get("value") or "on" * ("checked" in attributes))
            case "textarea":
                self._textarea = (attributes, [])
            case "select":
                self._select = (attributes, [])
            case "option" if self._select:
                self._select[1].append(attributes)

    def handle_data(self, data):
        self._words.append(data)
        if self.elements and self.elements[-1][0] == "title":
            self.title += data
        if self._textarea:
            self._textarea[1].append(data)

    def handle_endtag(self, tag):
        match tag:
            case "form":
                self._form = None
            case "textarea":
                attributes, data = self._textarea
                # A browser drops the line break that follows the opening tag.
                self._add(attributes, "".join(data).removeprefix("\r\n").removeprefix("\n"))
                self._textarea = None
            case "select":
                attributes, options = self._select
                chosen = [option for option in options if "selected" in option]
                self.options.append(len(options) - len(chosen))
                if not chosen and "multiple" not in attributes:
                    chosen = options[:1]
                for option in chosen:
                    self._add(attributes, option.get("value", ""))
                self._select = None

    def _add(self, attributes, value):
        if self._form is not None and attributes.get("name") and "disabled" not in attributes:
            self._form.setdefault(attributes["name"], []).append(value)
