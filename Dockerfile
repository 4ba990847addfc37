# One image for web, worker, beat and migrations; compose.yaml says which is which.

FROM node:24-bookworm-slim AS look
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier

FROM python:3.11-slim-bookworm AS packages
WORKDIR /app
COPY requirements requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/tools.txt \
    && uv venv .venv \
    && uv pip install --no-cache --compile-bytecode --require-hashes -p .venv/bin/python -r requirements/run.txt

FROM packages AS static
COPY . .
COPY --from=look /app/node_modules node_modules
# Settings want secrets even to gather files; these serve this step only.
RUN .venv/bin/python -m tools.build_static \
    && SECRET_KEY=unused TURNOUT_EQUALITY_KEY=unused TURNOUT_VAR=/tmp/var \
        .venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home turnout && install -d -o turnout /var/lib/turnout /var/lib/turnout-ledger
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY --from=static /app/build build
COPY --from=static /tmp/var/static /var/lib/turnout/static
COPY . .
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TURNOUT_VAR=/var/lib/turnout \
    WEB_CONCURRENCY=2
USER turnout
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "-m", "tools.health"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--preload", "--worker-class", "gthread", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
