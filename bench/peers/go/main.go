// SPDX-License-Identifier: Apache-2.0

// A BFF as a good Go team writes it: main CLIENT PORT SERVICES KEYS LOG
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"log"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// lines gathers log lines and writes them once a second or when 64 KiB are full, as the gateway
// keeps writing off the request's path.
type lines struct {
	mutex  sync.Mutex
	buffer *bufio.Writer
}

func (l *lines) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.buffer.Write(line)
}

func (l *lines) flushEverySecond() {
	for range time.Tick(time.Second) {
		l.mutex.Lock()
		l.buffer.Flush()
		l.mutex.Unlock()
	}
}

func requestID() string {
	var bytes [16]byte
	rand.Read(bytes[:])
	return hex.EncodeToString(bytes[:])
}

type gateway struct {
	home   func(context.Context, *services, string) (*answer, error)
	auth   *verifier
	calls  *services
	logger *slog.Logger
}

func (g *gateway) problem(w http.ResponseWriter, status int, title string) int {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"title": title, "status": status})
	return status
}

// respond writes the answer and returns its status and the calls that were made for it.
func (g *gateway) respond(w http.ResponseWriter, r *http.Request, id string) (int, []callRecord) {
	caller, status := g.auth.authenticate(r.Header.Get("Authorization"), "profile.read", "orders.read")
	if status != http.StatusOK {
		return g.problem(w, status, "A valid token is needed"), nil
	}
	ctx, cancel := context.WithTimeout(withRequestID(r.Context(), id), 800*time.Millisecond)
	defer cancel()
	made, err := g.home(ctx, g.calls, caller.Subject)
	if err != nil {
		return g.problem(w, http.StatusBadGateway, "An upstream service failed"), nil
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := encode(buffer, made.body); err != nil {
		return g.problem(w, http.StatusInternalServerError, "The answer cannot be written"), made.calls
	}
	head := w.Header()
	head.Set("Content-Type", "application/json")
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Length", strconv.Itoa(buffer.Len()))
	head.Set("X-Request-Id", id)
	if made.partial != "" {
		head.Set("Bff-Partial", made.partial)
	}
	w.Write(buffer.Bytes())
	return http.StatusOK, made.calls
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start, id := time.Now(), requestID()
	status, calls := g.respond(w, r, id)
	g.logger.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("request_id", id), slog.String("peer", r.RemoteAddr),
		slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.String("route", "home"),
		slog.Int("status", status), slog.Duration("duration", time.Since(start)), slog.Any("calls", calls))
}

func main() {
	client, port, address, keys, logFile := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	auth, err := newVerifier(keys)
	if err != nil {
		log.Fatal(err)
	}
	file, err := os.Create(logFile)
	if err != nil {
		log.Fatal(err)
	}
	out := &lines{buffer: bufio.NewWriterSize(file, 64<<10)}
	go out.flushEverySecond()
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	made := &gateway{home: homes[client], auth: auth, calls: &services{connection},
		logger: slog.New(slog.NewJSONHandler(out, nil)).With("client", client)}
	mux := http.NewServeMux()
	mux.Handle("GET /v1/home", made)
	server := &http.Server{Addr: "127.0.0.1:" + port, Handler: mux, ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: 75 * time.Second}
	log.Fatal(server.ListenAndServe())
}
