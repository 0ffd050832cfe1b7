# The service behind Varnish: sign-in and data pass through, pages and assets are kept, and go on
# being served while the BFF is down. Yours are the backend, and the callback's path where
# SGID_REDIRECT_URI has another one than /auth/callback. TLS ends before Varnish (hitch, a load
# balancer). Above the BFF's own limit of 16 KB, so that its answer, which helps, reaches the person:
#   varnishd -f varnish.vcl -p http_req_hdr_len=32k
# Its log holds whole addresses, the callback's code too. Write the path alone:
#   varnishncsa -F '%h %t %m %U %s %{X-Request-Id}o'
vcl 4.1;

backend bff {
    .host = "127.0.0.1";
    .port = "3000";
    .connect_timeout = 1s;
    .first_byte_timeout = 30s;
}

sub vcl_recv {
    if (req.url ~ "^/(auth|api)(/|\?|$)") {
        return (pass);
    }
    # No page depends on a cookie or on its query.
    unset req.http.Cookie;
    set req.url = regsub(req.url, "\?.*", "");
    # How long after its time a page is good enough: ten minutes while a new one is fetched, a day
    # when that has failed (see vcl_deliver).
    set req.grace = 10m;
    if (req.restarts > 0) {
        set req.grace = 1d;
    }
}

sub vcl_pipe {
    # Nothing goes through unread.
    return (synth(405));
}

sub vcl_backend_response {
    # A failure takes no page's place.
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
    # Its time is what the BFF says of it.
    set beresp.grace = 1d;
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0 && req.url !~ "^/(auth|api)(/|\?|$)") {
        return (restart);
    }
    unset resp.http.Via;
    unset resp.http.X-Varnish;
}
