{{- /* The name of what belongs to a part: list of the context and the part. */ -}}
{{- define "citylink.name" -}}
{{- $root := first . -}}
{{- printf "%s-%s" ($root.Release.Name | trunc 40 | trimSuffix "-") (last .) -}}
{{- end -}}

{{- define "citylink.selector" -}}
app.kubernetes.io/name: citylink
app.kubernetes.io/instance: {{ (first .).Release.Name }}
app.kubernetes.io/component: {{ last . }}
{{- end -}}

{{- /* Of all subgraphs and the job, who may reach the database. */ -}}
{{- define "citylink.usesDatabase" -}}
app.kubernetes.io/name: citylink
app.kubernetes.io/instance: {{ .Release.Name }}
citylink/database: 'yes'
{{- end -}}

{{- define "citylink.labels" -}}
{{ include "citylink.selector" . }}
app.kubernetes.io/version: {{ (first .).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (first .).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (first .).Chart.Name (first .).Chart.Version }}
{{- end -}}

{{- define "citylink.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- /* The secret of a part: list of the context, the part and its `secret`. */ -}}
{{- define "citylink.secret" -}}
{{- $secret := last . -}}
{{- $secret.existing | default (include "citylink.name" (list (first .) (index . 1))) -}}
{{- end -}}

{{- define "citylink.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: state
    emptyDir:
      sizeLimit: 64Mi
{{- end -}}

{{- define "citylink.container" -}}
image: {{ include "citylink.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: state
    mountPath: /app/.citylink
{{- end -}}

{{- /* Replicas on different nodes and zones, where there are several. */ -}}
{{- define "citylink.spread" -}}
topologySpreadConstraints:
  {{- $context := . }}
  {{- range $key := list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "citylink.selector" $context | nindent 8 }}
  {{- end }}
{{- end -}}

{{- /* The addresses of all subgraphs. */ -}}
{{- define "citylink.addresses" -}}
{{- $root := . -}}
{{- range $name := keys .Values.subgraphs | sortAlpha }}
- name: {{ $name | upper | replace "-" "_" }}_SUBGRAPH_URL
  value: http://{{ include "citylink.name" (list $root $name) }}:4000/graphql
{{- end }}
{{- end -}}

{{- define "citylink.ports" -}}
ports:
  - name: http
    containerPort: 4000
  - name: metrics
    containerPort: 4100
{{- end -}}

{{- /* Of those who resolve names: on OpenShift, policies see the port of their pods. */ -}}
{{- define "citylink.namePorts" -}}
{{- range $port := list 53 5353 }}
- { port: {{ $port }}, protocol: UDP }
- { port: {{ $port }}, protocol: TCP }
{{- end }}
{{- end -}}

{{- define "citylink.probe" -}}
httpGet:
  path: {{ . }}
  port: http
timeoutSeconds: 2
{{- end -}}
