"""The door for the web server: `gunicorn tools.bench.floor.wsgi`."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
