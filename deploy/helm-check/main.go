// Reads manifests from standard input and decodes each as strictly as the API server does: a field
// that its type does not have, or of the wrong kind, ends it with 1 and says where.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	yamlutil "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

var kinds = map[string]func() any{
	"apps/v1/Deployment":                     func() any { return &appsv1.Deployment{} },
	"autoscaling/v2/HorizontalPodAutoscaler": func() any { return &autoscalingv2.HorizontalPodAutoscaler{} },
	"batch/v1/Job":                           func() any { return &batchv1.Job{} },
	"v1/Service":                             func() any { return &corev1.Service{} },
	"networking.k8s.io/v1/Ingress":           func() any { return &networkingv1.Ingress{} },
	"networking.k8s.io/v1/NetworkPolicy":     func() any { return &networkingv1.NetworkPolicy{} },
	"policy/v1/PodDisruptionBudget":          func() any { return &policyv1.PodDisruptionBudget{} },
}

func main() {
	reader := yamlutil.NewYAMLReader(bufio.NewReader(os.Stdin))
	checked, wrong := 0, 0
	for {
		document, err := reader.Read()
		if err == io.EOF {
			break
		}
		var about metav1.TypeMeta
		if err == nil {
			err = yaml.Unmarshal(document, &about)
		}
		if err == nil && about.Kind == "" {
			continue
		}
		name := about.APIVersion + "/" + about.Kind
		if make, known := kinds[name]; !known && err == nil {
			err = fmt.Errorf("%s is no kind that this chart has", name)
		} else if err == nil {
			err = yaml.UnmarshalStrict(document, make())
		}
		checked++
		if err != nil {
			wrong++
			fmt.Fprintf(os.Stderr, "manifest %d (%s): %v\n", checked, name, err)
		}
	}
	fmt.Fprintf(os.Stderr, "%d manifests, %d wrong\n", checked, wrong)
	if wrong > 0 || checked == 0 {
		os.Exit(1)
	}
}
