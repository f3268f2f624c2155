#!/bin/sh
# Renders the chart with its defaults into rendered.yaml, which a test reads, and decodes it as strictly
# as Kubernetes does, twice: with the defaults, and with what is off by default. Needs Go; Helm comes
# from its Go module, unless HELM names one. Run it after each change of the chart.
set -eu
cd "$(dirname "$0")"
HELM=${HELM:-go run helm.sh/helm/v3/cmd/helm@v3.22.0}
render() { $HELM template firstcome ../helm --kube-version 1.30 "$@"; }
sum=$(cd ../helm && find . -type f | LC_ALL=C sort | xargs cat | sha256sum | cut -d ' ' -f 1)

$HELM lint ../helm
render > rendered.yaml.part
go run . < rendered.yaml.part
render --set ingress.enabled=true --set ingress.className=nginx --set ingress.tlsSecretName=tls \
  --set autoscaling.customMetrics=false --set settings.LOG_LEVEL=warn --set trustedProxies=10.0.0.1 | go run .
{ echo "# Rendered by render.sh from the chart with the checksum $sum"; cat rendered.yaml.part; } > rendered.yaml
rm rendered.yaml.part
