//go:build unix

package resilience_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/travel-as-code/terraform-provider-spotnana/internal/testing/acctest"
)

// What comes on a connection unasked for, as from a proxy that mixes up answers, may hold a secret. It is in no log: the
// logs of all tests are searched.
func TestAccUnasked(t *testing.T) {
	t.Parallel()
	s, tf := acctest.NewUnrecordedServer(t), newTerraform(t)
	var sent atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, r)
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close() //nolint:errcheck // it is over
		if _, err := fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s{\"access_token\": %q}",
			rec.Code, http.StatusText(rec.Code), rec.Header().Get("Content-Type"), rec.Body.Len(), rec.Body, acctest.AccessToken); err == nil {
			sent.Add(1)
		}
		_, _ = conn.Read(make([]byte, 1)) // until the client closes it
	}))
	t.Cleanup(front.Close)
	at := *s
	at.URL = front.URL
	tf.Write("main.tf", acctest.RequiredProvider+at.Config(fmt.Sprintf(aCompany.config, "")))
	_, _ = tf.logged().Run("apply", "-auto-approve") // which may fail where a connection is used before it is found to be broken
	if sent.Load() == 0 {
		t.Error("nothing came unasked for")
	}
}
