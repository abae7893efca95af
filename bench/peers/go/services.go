// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

type callRecord struct {
	Call     string  `json:"call"`
	Code     string  `json:"code"`
	Duration float64 `json:"duration_ms"`
}

type services struct {
	connection *grpc.ClientConn
}

// withRequestID makes every call carry the request's name, as the gateway's do.
func withRequestID(ctx context.Context, id string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "x-request-id", id)
}

// call makes one RPC, what generated stubs do too, and notes it for the log.
func (s *services) call(ctx context.Context, calls *[]callRecord, name, method string, timeout time.Duration,
	request, answer proto.Message) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	start := time.Now()
	err := s.connection.Invoke(ctx, method, request, answer, grpc.StaticMethod())
	*calls = append(*calls, callRecord{name, status.Code(err).String(),
		float64(time.Since(start).Microseconds()) / 1000})
	return err
}
