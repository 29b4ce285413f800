# syntax=docker/dockerfile:1
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json ./
RUN npm ci --ignore-scripts
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:26-slim
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
# Process 1 of a container cannot be killed from inside, not even by itself: Feedmill's watchdog needs an init before it.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE README.md ./
COPY config ./config
COPY demo ./demo
COPY public ./public
# The image's own unprivileged user; /data holds the embedded database where DATABASE_URL is not set.
RUN mkdir /data && chown node:node /data
USER node
ENV FEEDMILL_DATA_DIR=/data
VOLUME /data
EXPOSE 8090
STOPSIGNAL SIGTERM
# As in the first lines of main.js, which tell why: so do MALLOC_ARENA_MAX above and this option.
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=32", "dist/main.js"]
CMD ["start"]
