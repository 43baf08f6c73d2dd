"""Health, metrics and a line of log for each request: for whoever runs the catalogue."""
