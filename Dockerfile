# One file for what compose.yaml runs; each is a target: services, identity, token, gateway.
# It needs no BuildKit. A gateway's image: docker build --target gateway --build-arg GATEWAY=bff-web .

FROM debian:bookworm-slim AS build
WORKDIR /src
# The packages first, so that they are installed again only when their list changes.
COPY dev ./
COPY cmake/dev cmake/dev
RUN ./dev deps && rm -rf /var/lib/apt/lists/*
COPY . .
# All gateways at once: they share nearly all of their code. The library's own package, which nothing
# here needs, is left out.
RUN cmake --preset release \
    && cmake --build --preset release --target gateways demo-services demo-identity \
    && cmake --install build/release --strip --prefix /opt/bff --component gateways \
    && cmake --install build/release --strip --prefix /opt/demo --component demo \
    && rm -rf build


# The demo's services: any subset, named by --services.
FROM debian:bookworm-slim AS services
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgrpc++1.51 libprotobuf32 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/demo/bin/demo-services /usr/local/bin/
USER 10001:10001
ENTRYPOINT ["demo-services"]
CMD ["--listen", "0.0.0.0:50051"]
EXPOSE 50051


# The demo's identity provider.
FROM debian:bookworm-slim AS identity
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcpp-httplib0.11 libprotobuf32 libssl3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/demo/bin/demo-identity /usr/local/bin/
USER 10001:10001
ENTRYPOINT ["demo-identity"]
CMD ["--listen", "0.0.0.0:9000"]
EXPOSE 9000


# The demo's tokens. Its user is not the gateways', who see the same volume but must not read the key.
FROM debian:bookworm-slim AS token
RUN apt-get update \
    && apt-get install -y --no-install-recommends openssl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 10002 -g 10002 -m 755 /keys
COPY demo/token /opt/demo/token
USER 10002:10002
ENV BFF_DEMO_HOME=/keys
VOLUME /keys
ENTRYPOINT ["/opt/demo/token"]


FROM debian:bookworm-slim AS gateway
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       ca-certificates libcpp-httplib0.11 libhiredis0.14 libnghttp2-14 libprotobuf32 libre2-9 libspdlog1.10 libssl3 libyaml-cpp0.7 \
    && rm -rf /var/lib/apt/lists/*
# Which one: a folder's name.
ARG GATEWAY=bff-web
COPY --from=build /opt/bff/etc/protos /opt/bff/etc/protos
COPY --from=build /opt/bff/etc/routes /opt/bff/etc/routes
COPY --from=build /opt/bff/etc/${GATEWAY} /opt/bff/etc/${GATEWAY}
COPY --from=build /opt/bff/bin/${GATEWAY} /opt/bff/bin/
RUN ln -s /opt/bff/bin/${GATEWAY} /usr/local/bin/gateway
USER 10001:10001
# A container's ports are reached from outside of it only when it listens on all its addresses.
ENV BFF_LISTEN_HOST=0.0.0.0 BFF_ADMIN_HOST=0.0.0.0
HEALTHCHECK --interval=5s --timeout=5s --start-period=10s CMD ["gateway", "health"]
ENTRYPOINT ["gateway"]
CMD ["serve"]
