# The App and the portals in one image: the same `npm start`, with boxes that run elsewhere.
FROM node:24-slim
WORKDIR /srv/plan-api
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The portals are built here, so that a start needs no compiler and writes nothing.
RUN node portal-ui/build.ts && mkdir -p /var/lib/plan-api && chown node:node /var/lib/plan-api
USER node
CMD ["node", "--max-semi-space-size=12", "--heap-growing-percent=75", "--no-allocation-site-pretenuring", "start.ts"]
