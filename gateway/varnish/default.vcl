# An example for two gateways: put your own addresses into it, and citylink.vcl beside it.

vcl 4.1;

import directors;

probe ready {
	.url = "/health/ready";
	.interval = 1s;
	.timeout = 1s;
}

backend gateway_1 {
	.host = "10.0.0.11";
	.port = "4000";
	.probe = ready;
}

backend gateway_2 {
	.host = "10.0.0.12";
	.port = "4000";
	.probe = ready;
}

# Who may purge.
acl gateways {
	"10.0.0.11";
	"10.0.0.12";
}

sub vcl_init {
	new balancer = directors.round_robin();
	balancer.add_backend(gateway_1);
	balancer.add_backend(gateway_2);
}

sub vcl_recv {
	set req.backend_hint = balancer.backend();
}

include "citylink.vcl";
