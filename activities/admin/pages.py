from django.shortcuts import render


def render_page(modeladmin, request, template, context, status=200):
    """Renders a page of ours with what every page of the admin needs; `template` is below admin/activities/."""
    site = modeladmin.admin_site.each_context(request)
    context = {**site, "opts": modeladmin.opts, **context}
    return render(request, f"admin/activities/{template}.html", context, status=status)
