# The mock Hub as an image: one static program, run by nobody in particular.
#
#   docker build -t cardlint .                 # without git: no clone, no push
#   docker build -t cardlint --target git .    # with it
FROM rust:1.89-alpine AS build
RUN apk add --no-cache bash musl-dev
WORKDIR /src
COPY . .
RUN cargo build --release --locked && scripts/rootfs target/release/cardlint /root-fs

FROM alpine:3.22 AS git
RUN apk add --no-cache git git-daemon
COPY --from=build /root-fs /
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=2s --start-period=5s CMD ["/cardlint", "health", "http://127.0.0.1:8080"]
ENTRYPOINT ["/cardlint"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]

FROM scratch
COPY --from=build /root-fs /
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=2s --start-period=5s CMD ["/cardlint", "health", "http://127.0.0.1:8080"]
ENTRYPOINT ["/cardlint"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
