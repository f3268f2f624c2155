{{/* What every object of the chart is known by; `.part` where it belongs to one. */}}
{{- define "firstcome.labels" -}}
app.kubernetes.io/name: firstcome
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .part }}
app.kubernetes.io/component: {{ . }}
part: {{ . }}
{{- end }}
{{- end }}

{{- define "firstcome.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* The settings of a process; secrets come whole from the Secret. `.part` where it is one of the shop's. */}}
{{- define "firstcome.environment" -}}
{{- $part := .part }}
{{- with .root }}
envFrom:
  - secretRef: { name: {{ .Values.secretName }} }
  {{- if and (eq $part "payments") .Values.paymentProvider.secretName }}
  - secretRef: { name: {{ .Values.paymentProvider.secretName }} }
  {{- end }}
env:
  - { name: NODE_ENV, value: production }
  - { name: HTTP_PORT, value: '8080' }
  - { name: PRIVATE_PORT, value: '9464' }
  - { name: PUBLIC_URL, value: {{ .Values.publicUrl | quote }} }
  # Leases in Redis: a pod is found while it says that it is there, and no longer.
  - { name: DISCOVERY_URL, value: 'redis:' }
  - name: PRIVATE_HOST
    valueFrom: { fieldRef: { fieldPath: status.podIP } }
  {{- with .Values.trustedProxies }}
  - { name: TRUSTED_PROXIES, value: {{ . | quote }} }
  {{- end }}
  {{- with .Values.tracing.endpoint }}
  - { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
  - { name: OTEL_TRACES_SAMPLER_ARG, value: {{ $.root.Values.tracing.ratio | quote }} }
  {{- end }}
  {{- if eq $part "payments" }}
  - { name: PAYMENT_PROVIDER, value: {{ .Values.paymentProvider.name }} }
  {{- end }}
  {{- range $name, $value := .Values.settings }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
  {{- end }}
{{- end }}
{{- end }}

{{/* Nobody, who may write to /tmp alone. */}}
{{- define "firstcome.podSecurity" -}}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "firstcome.containerSecurity" -}}
securityContext:
  readOnlyRootFilesystem: true
  allowPrivilegeEscalation: false
  capabilities: { drop: [ALL] }
volumeMounts:
  - { name: tmp, mountPath: /tmp }
{{- end }}
