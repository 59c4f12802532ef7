FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app

COPY requirements.lock requirements-engine.lock ./
RUN pip install --require-hashes -r requirements.lock \
    && (pip install --require-hashes --only-binary=:all: -r requirements-engine.lock \
        || echo "The built-in engine's wheel is not available here; a simpler one will be used.")

COPY manage.py ./
COPY eraser_site eraser_site
COPY editor editor
COPY templates templates
COPY static static

RUN useradd --system --home-dir /data eraser && install --directory --owner eraser --mode 700 /data
USER eraser
VOLUME /data
ENV ERASER_DATA=/data BIND=0.0.0.0 PORT=8000
EXPOSE 8000

# The request says what the proxy in front would say; otherwise it would be sent on to https.
HEALTHCHECK --interval=10s --start-period=60s CMD ["python", "-c", "import os, urllib.request as u; \
u.urlopen(u.Request('http://127.0.0.1:8000/healthz/', headers={'X-Forwarded-Proto': 'https', \
'Host': os.environ.get('ALLOWED_HOSTS', '127.0.0.1').split(',')[0].strip()}), timeout=5)"]

ENTRYPOINT ["python", "manage.py"]
CMD ["start"]
