#!/bin/sh
# Remakes the test certificates beside this script: keytool makes them (it can date them back), openssl writes PEM.
set -eu
cd "$(dirname "$0")"
store=$(mktemp -u)
kt() { keytool "$@" -keystore "$store" -storetype PKCS12 -storepass changeit 2>/dev/null; }
valid="-startdate 2020/01/01 -validity 18250"

ca() {
    kt -genkeypair -alias "$1" -keyalg RSA -keysize 2048 -dname "CN=$1, O=gatehouse-tests" $valid \
        -ext bc:c=ca:true -ext ku:c=keyCertSign,cRLSign
    kt -exportcert -alias "$1" -rfc | tr -d '\r' >"$1.pem"
}

leaf() { # name, CA, common name, subject alternative names
    kt -genkeypair -alias "$1" -keyalg RSA -keysize 2048 -dname "CN=$3, O=oracle" $valid
    kt -certreq -alias "$1" |
        kt -gencert -alias "$2" -rfc $valid -ext bc=ca:false -ext ku=digitalSignature,keyEncipherment \
            -ext eku=serverAuth,clientAuth -ext "san=$4" | tr -d '\r' >"$1.crt"
    openssl pkcs12 -in "$store" -passin pass:changeit -nocerts -nodes >all.pem 2>/dev/null
    awk -v name="$1" '/friendlyName/ { on = ($2 == tolower(name)) } on && /BEGIN/,/END/ { if (on) print }' all.pem >"$1.key"
    rm all.pem
}

for name in root-ca client-ca mesh-ca other-ca; do ca "$name"; done
leaf httpbin root-ca httpbin.example.com dns:httpbin.example.com
leaf wild root-ca wild.example.com 'dns:*.example.com'
leaf other root-ca other.example.com dns:other.example.com
leaf backend root-ca backend.example.com dns:backend.example.com
leaf client client-ca client.example.com 'dns:client.example.com,uri:spiffe://cluster.local/ns/default/sa/client'
leaf badclient other-ca client.example.com dns:client.example.com
leaf workload mesh-ca workload uri:spiffe://cluster.local/ns/istio-system/sa/gw
rm -f "$store"
