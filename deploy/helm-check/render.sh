#!/bin/sh
# Renders the chart, with its defaults into rendered.yaml and with what is off by default into
# rendered-all.yaml, which a test reads, and decodes both as strictly as Kubernetes does. Needs Go; Helm
# comes from its Go module, unless HELM names one. Run it after each change of the chart.
set -eu
cd "$(dirname "$0")"
HELM=${HELM:-go run helm.sh/helm/v3/cmd/helm@v3.22.0}
render() { $HELM template firstcome ../helm --kube-version 1.30 "$@"; }
sum=$(cd ../helm && find . -type f | LC_ALL=C sort | xargs cat | sha256sum | cut -d ' ' -f 1)

render_all() {
  render --set ingress.enabled=true --set ingress.className=nginx --set ingress.tlsSecretName=tls \
    --set autoscaling.customMetrics=false --set settings.LOG_LEVEL=warn --set trustedProxies=10.0.0.1 \
    --set tracing.endpoint=http://collector:4318 --set-string tracing.ratio=0.5 \
    --set paymentProvider.name=toss --set paymentProvider.secretName=firstcome-toss
}
# Decoded before it takes the place of what was rendered before.
keep() {
  go run . < "$1.part"
  { echo "# Rendered by render.sh from the chart with the checksum $sum"; cat "$1.part"; } > "$1"
  rm "$1.part"
}

$HELM lint ../helm
render > rendered.yaml.part
keep rendered.yaml
render_all > rendered-all.yaml.part
keep rendered-all.yaml
