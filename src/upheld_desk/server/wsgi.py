"""Django as a WSGI application: all pages and the API, without the live streams. Any WSGI server can run it."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
