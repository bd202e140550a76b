# SPDX-License-Identifier: AGPL-3.0-or-later
# The program without its tests. The root file system may be read-only: everything that is written lies in /data.
#   docker build -t spesa-in-comune .
#   docker run --read-only --tmpfs /tmp -v spesa:/data --env-file .env -p 127.0.0.1:3000:3000 spesa-in-comune
# WhatsApp Web needs a Chromium, which is not in here: run it without a container, as docs/operations.md says.

FROM node:24-slim AS packages
WORKDIR /srv/spesa
COPY package.json package-lock.json .npmrc ./
# The optional packages hold what draws pictures on each kind of machine; no package runs a script of its own.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /srv/spesa
COPY --from=packages /srv/spesa/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bots ./bots
COPY src ./src
COPY drizzle ./drizzle
COPY playground ./playground
COPY demo ./demo
RUN mkdir --mode=700 /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that SIGTERM reaches the program and not a shell or npm.
CMD ["node", "--import", "./bots/quick-resolve.ts", "bots/start.ts"]
