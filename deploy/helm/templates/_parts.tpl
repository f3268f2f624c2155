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

{{/* The settings of every process; secrets come whole from the Secret. */}}
{{- define "firstcome.environment" -}}
envFrom:
  - secretRef: { name: {{ .Values.secretName }} }
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
  {{- range $name, $value := .Values.settings }}
  - { name: {{ $name }}, value: {{ $value | quote }} }
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
