package com.example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that must get no credential, and notes the names of the headers that it gets. */
final class OtherHost implements AutoCloseable {
  private final HttpServer server;
  private final List<String> headerNames = new CopyOnWriteArrayList<>();

  OtherHost() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Returns the names of the headers of all requests. */
  List<String> headerNames() {
    return headerNames;
  }

  private void answer(HttpExchange request) throws IOException {
    headerNames.addAll(request.getRequestHeaders().keySet());
    byte[] body = "\"elsewhere\"".getBytes(StandardCharsets.UTF_8);
    request.sendResponseHeaders(200, body.length);
    request.getResponseBody().write(body);
    request.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
