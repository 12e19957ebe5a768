package dev.latchkey.examples.samples

import dev.latchkey.ContextFunction
import dev.latchkey.JwtScheme
import dev.latchkey.Keyring
import dev.latchkey.SigningKey
import dev.latchkey.okhttp.KeyringInterceptor
import java.io.File
import java.time.Duration
import okhttp3.OkHttpClient
import okhttp3.Request

/** Signs a token for each request, in Kotlin. Arguments: the API's URL, a file with the secret. */
fun main(args: Array<String>) {
  val (url, secretFile) = args
  val acme =
    JwtScheme.signedWith(SigningKey.hs256(File(secretFile).readText().trim()))
      .issuer("my-app")
      .claim("path", ContextFunction { it.path() }) // Named, or Kotlin takes the lambda for the value.
      .lifetime(Duration.ofMinutes(1))
      .perRequest()
      .build()
  Keyring.builder().add(url, acme).build().use { keyring ->
    val client = KeyringInterceptor.install(OkHttpClient.Builder(), keyring).build()
    for (id in 1..3) {
      client.newCall(Request.Builder().url("$url/orders/$id").build()).execute().use {
        println("${it.code} ${it.body?.string()}")
      }
    }
  }
}
