# Fenghuo in a container. One container for each app and each data folder:
#   docker build -t fenghuo .
#   docker run -d --name fenghuo --restart on-failure --stop-timeout 15 \
#     --env-file .env -v fenghuo-data:/data -v /srv/campus:/campus:ro -e DIRECTORY=/campus fenghuo
# The long connection of both platforms needs no open port. For a webhook add -e HOST=0.0.0.0 -p 127.0.0.1:3000:3000.
FROM node:20.20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:20.20-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /app/dist ./dist
COPY bot ./bot
COPY rules ./rules
COPY templates ./templates
COPY scripts/run.mjs ./scripts/run.mjs
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
# no npm between: what is told to stop is the program that stops
CMD ["node", "scripts/run.mjs"]
