#!/bin/sh
# Remakes the PEM files beside this script; only whoever changes them needs openssl. The tests read the files.
set -eu
cd "$(dirname "$0")"
dir=$(mktemp -d)
store="$dir/store"
kt() { keytool "$@" -keystore "$store" -storetype PKCS12 -storepass changeit 2>/dev/null; }
valid="-startdate 2020/01/01 -validity 18250"

key() { # alias, file
    openssl pkcs12 -in "$store" -passin pass:changeit -nocerts -nodes >"$dir/all" 2>/dev/null
    awk -v name="$1" '/friendlyName/ { on = ($2 == tolower(name)) } on && /BEGIN/,/END/ { if (on) print }' "$dir/all" >"$2"
}

ca() {
    kt -genkeypair -alias "$1" -keyalg RSA -keysize 2048 -dname "CN=$1" $valid \
        -ext bc:c=ca:true -ext ku:c=keyCertSign,cRLSign
    kt -exportcert -alias "$1" -rfc | tr -d '\r' >"$1.pem"
}

leaf() { # name, CA, key algorithm, common name, subject alternative names, validity
    kt -genkeypair $3 -alias "$1" -dname "CN=$4" $valid
    kt -certreq -alias "$1" |
        kt -gencert -alias "$2" -rfc ${6:-$valid} -ext bc=ca:false -ext ku=digitalSignature,keyEncipherment \
            -ext eku=serverAuth,clientAuth -ext "san=$5" | tr -d '\r' >"$1.crt"
    key "$1" "$1.key"
}

rsa="-keyalg RSA -keysize 2048"
ec="-keyalg EC -groupname secp256r1"
ca root-ca
ca client-ca
ca other-ca
leaf app root-ca "$rsa" app.example.com dns:app.example.com
leaf app-ec root-ca "$ec" app-ec.example.com dns:app.example.com
leaf renewed root-ca "$rsa" renewed.example.com dns:app.example.com
leaf wild root-ca "$rsa" wild.example.com 'dns:*.example.com'
leaf expired root-ca "$rsa" expired.example.com dns:app.example.com '-startdate 2020/01/01 -validity 30'
leaf client client-ca "$rsa" client.example.com \
    'dns:client.example.com,uri:spiffe://cluster.local/ns/default/sa/client'
leaf revoked client-ca "$rsa" revoked.example.com dns:client.example.com
leaf badclient other-ca "$rsa" client.example.com dns:client.example.com

openssl rsa -in app.key -traditional -out app.pkcs1.key 2>/dev/null
openssl ec -in app-ec.key -out app-ec.sec1.key 2>/dev/null
openssl ecparam -name prime256v1 >"$dir/params" 2>/dev/null
cat "$dir/params" app-ec.sec1.key >app-ec.params.key
openssl pkcs8 -topk8 -in app.key -passout pass:secret -out app.encrypted.key
openssl rsa -in app.key -traditional -aes128 -passout pass:secret -out app.encrypted-pkcs1.key 2>/dev/null

kt -gencrl -alias client-ca -rfc -startdate 2020/01/01 -validity 18250 \
    -id "$(openssl x509 -in revoked.crt -noout -serial | cut -d= -f2 | (read -r hex; echo "ibase=16; $hex" | bc))" \
    | tr -d '\r' >client-ca.crl
rm -r "$dir"
