# The bot with what it runs on. Playbooks, personas and data are mounted.
FROM node:22-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.src.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm ci --omit=dev && mkdir data && chown node data
USER node
ENV SUANPAN_HTTP=0.0.0.0:8080
ENTRYPOINT ["node", "dist/main.js"]
CMD ["run"]
