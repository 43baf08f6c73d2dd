"""A form of the admin as an analyst fills it in: everything that the page holds is sent back."""

from tests.html import Page


class AdminForm:
    """Reads the form of an add or change page; `values` is what its submission would send."""

    def __init__(self, client, address):
        self.client, self.address = client, address
        self.page = Page(client.get(address).text)
        self.values = next(form for name, form in self.page.forms.items() if name and name.endswith("_form"))

    def row(self, prefix, **known):
        """The prefix of the row of an inline that holds these values: `row("texts", language="fr")`."""
        for number in range(int(self.values[f"{prefix}-TOTAL_FORMS"][0])):
            row = f"{prefix}-{number}"
            if all(self.values[f"{row}-{name}"] == [str(value)] for name, value in known.items()):
                return row
        raise LookupError(f"no row of {prefix} has {known}")

    def fill(self, row="", **values):
        """Overwrites fields, of a row or of the form itself."""
        for name, value in values.items():
            self.values[f"{row}-{name}" if row else name] = value if isinstance(value, list) else [str(value)]

    def add(self, prefix, **values):
        """A new row of an inline, from its empty form, as the button « Ajouter » makes it."""
        number = int(self.values[f"{prefix}-TOTAL_FORMS"][0])
        empty, row = f"{prefix}-__prefix__-", f"{prefix}-{number}"
        for name, value in list(self.values.items()):
            if name.startswith(empty):
                self.values[f"{row}-{name.removeprefix(empty)}"] = value
        self.fill(prefix, TOTAL_FORMS=number + 1)
        self.fill(row, **values)

    def remove(self, row):
        self.fill(row, DELETE="on")

    def save(self):
        return self.client.post(self.address, self.values)
