// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

type claims struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"`
}

type principal struct {
	Subject string
	scopes  []string
	expires time.Time
}

// verifier checks a token once and knows it until it expires.
type verifier struct {
	key    *rsa.PublicKey
	parser *jwt.Parser
	mutex  sync.RWMutex
	known  map[string]*principal
}

const mostKnown = 10_000

func newVerifier(file string) (*verifier, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var set struct{ Keys []struct{ N string } }
	if err := json.Unmarshal(text, &set); err != nil || len(set.Keys) == 0 {
		return nil, errors.Join(errors.New("no key in "+file), err)
	}
	modulus, err := base64.RawURLEncoding.DecodeString(set.Keys[0].N)
	if err != nil {
		return nil, err
	}
	return &verifier{
		key: &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: 65537},
		parser: jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer("https://id.example"),
			jwt.WithAudience("shop"), jwt.WithExpirationRequired()),
		known: map[string]*principal{},
	}, nil
}

func (v *verifier) check(token string) *principal {
	v.mutex.RLock()
	caller := v.known[token]
	v.mutex.RUnlock()
	if caller != nil {
		if time.Now().Before(caller.expires) {
			return caller
		}
		return nil
	}
	var read claims
	if _, err := v.parser.ParseWithClaims(token, &read,
		func(*jwt.Token) (any, error) { return v.key, nil }); err != nil {
		return nil
	}
	caller = &principal{Subject: read.Subject, scopes: strings.Fields(read.Scope), expires: read.ExpiresAt.Time}
	v.mutex.Lock()
	if len(v.known) >= mostKnown {
		clear(v.known)
	}
	v.known[strings.Clone(token)] = caller
	v.mutex.Unlock()
	return caller
}

// authenticate returns the caller and 200, or why there is none: 401 or 403.
func (v *verifier) authenticate(header string, scopes ...string) (*principal, int) {
	token, bearer := strings.CutPrefix(header, "Bearer ")
	if !bearer {
		return nil, http.StatusUnauthorized
	}
	caller := v.check(token)
	if caller == nil {
		return nil, http.StatusUnauthorized
	}
	for _, scope := range scopes {
		if !slices.Contains(caller.scopes, scope) {
			return nil, http.StatusForbidden
		}
	}
	return caller, http.StatusOK
}
