from django.contrib.admin.apps import AdminConfig


class CatalogueAdminConfig(AdminConfig):
    default_site = "unodc_catalogue.desk.site.CatalogueAdminSite"

    def ready(self):
        super().ready()
        from . import checks  # noqa: F401  registers them
