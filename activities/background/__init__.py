"""Tasks outside a request: the database queue of django-tasks, monitored so that no task is lost."""
