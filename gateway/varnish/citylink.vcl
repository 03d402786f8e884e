# How Varnish keeps responses of Citylink's gateways, and drops each as soon as something has changed that it was read from.
# Include it from a file that has the gateways as backends and as the ACL "gateways": default.vcl is an example.
# Varnish 7, with the modules xkey and var (Debian: varnish, varnish-modules).
#
# Of each gateway, Varnish knows until when it may give that gateway's responses without asking: "until" and the gateway's id.
# The gateway moves that time on, some times a second, after it has purged everything that has changed; it reckons by our own
# clock, which we tell it each time. When it falls silent or cannot reach us, the time passes, and its responses are read anew.

vcl 4.1;

import std;
import var;
import xkey;

sub vcl_recv {
	if (req.method == "PURGE") {
		if (client.ip !~ gateways) {
			return (synth(403));
		}
		if (req.http.xkey-purge) {
			# First the time, then the purge: a response that is on its way to us is then not kept.
			var.global_set("purged", std.time2real(now, 0.0));
			set req.http.citylink-purged = xkey.purge(req.http.xkey-purge);
		}
		if (req.http.citylink-until) {
			var.global_set("until " + req.http.citylink-gateway, req.http.citylink-until);
		}
		return (synth(200));
	}
	if (req.restarts == 0) {
		unset req.http.citylink-anew;
	} else if (req.http.citylink-anew) {
		set req.hash_always_miss = true;
	}
	if (req.http.Upgrade ~ "(?i)^websocket$") {
		return (pipe);
	}
	# A caller's token is verified by a gateway, and what it asks for beyond the result is made there.
	if ((req.method != "GET" && req.method != "HEAD") || req.url !~ "^/graphql\?" || req.http.Authorization ||
	    req.http.Cookie || req.http.citylink-at || req.http.citylink-freshness || req.http.citylink-cost ||
	    req.http.apollo-query-plan-experimental) {
		return (pass);
	}
	# A browser adds no-cache by itself to a request that asks whether a response still holds.
	if (req.http.Cache-Control ~ "(?i)no-store|max-stale|stale-if-error" ||
	    (!req.http.If-None-Match && (req.http.Cache-Control ~ "(?i)no-cache" || req.http.Pragma ~ "(?i)no-cache"))) {
		return (pass);
	}
	# These are answered in English: one response for all of them.
	if (req.http.Accept-Language !~ "(?i)th|\*") {
		unset req.http.Accept-Language;
	}
	return (hash);
}

sub vcl_pipe {
	set bereq.http.Upgrade = req.http.Upgrade;
	set bereq.http.Connection = req.http.Connection;
	return (pipe);
}

sub vcl_hit {
	# Sets the time that vcl_deliver reads as "now": a request may have waited for another one.
	std.timestamp("Citylink");
	return (deliver);
}

sub vcl_backend_fetch {
	var.set_real("asked", std.time2real(now, 0.0));
	return (fetch);
}

sub vcl_backend_response {
	set beresp.grace = 0s;
	set beresp.keep = 0s;
	# Whatever was purged since we asked may be in this response. Times are compared as texts of milliseconds.
	if (!bereq.uncacheable && beresp.status == 200 && beresp.http.Surrogate-Key &&
	    beresp.http.Surrogate-Control ~ "^max-age=[0-9]+$" &&
	    std.real(var.global_get("purged"), 0.0) < var.get_real("asked") - 0.001) {
		set beresp.http.xkey = beresp.http.Surrogate-Key;
		set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^max-age=", "") + "s", 0s) -
		    (now - std.real2time(var.get_real("asked"), now));
		# Of the one request that we have sent.
		unset beresp.http.RateLimit;
		unset beresp.http.RateLimit-Policy;
		unset beresp.http.X-Request-Id;
	} else {
		set beresp.uncacheable = true;
		# Meanwhile equal requests do not wait for each other; the first response that may be kept ends it.
		set beresp.ttl = 10s;
	}
	return (deliver);
}

sub vcl_deliver {
	if (obj.hits > 0 && resp.http.citylink-gateway && !req.http.citylink-anew &&
	    std.time2real(now, 0.0) >= std.real(var.global_get("until " + resp.http.citylink-gateway), 0.0)) {
		set req.http.citylink-anew = "yes";
		return (restart);
	}
	unset resp.http.citylink-gateway;
	unset resp.http.Surrogate-Control;
	unset resp.http.Surrogate-Key;
	unset resp.http.xkey;
	return (deliver);
}

sub vcl_synth {
	if (req.method == "PURGE") {
		set resp.http.citylink-now = std.time2real(now, 0.0);
		if (req.http.citylink-purged) {
			set resp.http.citylink-purged = req.http.citylink-purged;
		}
		return (deliver);
	}
}
