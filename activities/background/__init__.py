"""Tasks outside a request: the queue of django-tasks in the database, watched so that no task is lost."""
