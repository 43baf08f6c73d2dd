from django.utils.translation import gettext_lazy as _

from unodc_catalogue.desk.unsaved_forms import RESUMED


def unsaved_if_resumed(request, form_class):
    """Returns the form class; if the form is sent again after its session ended, one that is never valid.

    The form is then displayed with everything typed, for its user to look through and save.
    """
    if RESUMED not in request.POST:
        return form_class

    class ResumedForm(form_class):  # type: ignore[valid-type]  # a class made for each call
        def clean(self):
            cleaned = super().clean()
            text = _("What you wrote has been restored and is not saved yet: check it, then save.")
            self.add_error(None, text)
            return cleaned

    return ResumedForm
