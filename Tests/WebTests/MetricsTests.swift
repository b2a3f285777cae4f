import Foundation
import Testing
import TestSupport

@testable import Web

/// `/api/v1/metrics`: the metrics, in Prometheus' format, and the permission to read them.
@Suite struct MetricsTests {
  private static func metrics(_ browser: Browser) async throws -> Metrics {
    let answer = try await browser.get("/api/v1/metrics")
    #expect(answer.status == 200 && answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
    return try Metrics(answer.text)
  }

  @Test func `Requests are counted by route pattern, method and class of status, and name nobody`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    for path in ["/users/inside", "/users/outside?courses.sort=score", "/users/no-such", "/no/such", "/tallybook.css"] {
      _ = try await program.get(path)
    }
    _ = try await program.ask("HEAD", "/users/inside")
    _ = try await Wire.ask(site.port, "PROPFIND", "/users/inside")
    let metrics = try await Self.metrics(program)
    let requests = "tallybook_http_requests_total"
    #expect(metrics[requests, "method=\"GET\",route=\"/users/{id}\",status=\"2xx\""] == 2)
    #expect(metrics[requests, "method=\"GET\",route=\"/users/{id}\",status=\"4xx\""] == 1)
    #expect(metrics[requests, "method=\"HEAD\",route=\"/users/{id}\",status=\"2xx\""] == 1)
    #expect(metrics[requests, "method=\"GET\",route=\"files\",status=\"2xx\""] == 1)
    #expect(metrics[requests, "method=\"GET\",route=\"none\",status=\"4xx\""] == 1)
    #expect(metrics[requests, "method=\"other\",route=\"none\",status=\"4xx\""] == 1)
    #expect(metrics["tallybook_http_request_duration_seconds_count", "method=\"GET\",route=\"/users/{id}\""] == 3)
    #expect((metrics["tallybook_http_response_bytes_total", "method=\"GET\",route=\"/users/{id}\""] ?? 0) > 5_000)
    // This request has not ended.
    #expect(metrics["tallybook_http_requests_in_flight", ""] == 1)
    for name in ["inside", "outside", "no-such", "x.org", "Person", "score"] { #expect(!metrics.text.contains(name)) }
    let patterns = Set(Routes.all.map { "\($0.path)" }).union(["none", "files"])
    #expect(metrics.values(of: "route").isSubset(of: patterns))
  }

  @Test func `The store, the queue, records and the process are told of`() async throws {
    let site = try await TestSite.withWorkers(workers: 0)
    let program = try await site.program(of: "owner")
    _ = try await program.ask("POST", "/users/download")
    let tag = #"{"id":"N","name":"New"}"#
    for body in [tag, tag, "[{\"id\":\"O\"}]"] {
      _ = try await program.post("/api/v1/records/tags", body, type: "application/json")
    }
    let metrics = try await Self.metrics(program)
    #expect(metrics["tallybook_jobs", "state=\"waiting\""] == 1 && metrics["tallybook_jobs", "state=\"done\""] == 0)
    #expect(metrics["tallybook_jobs_oldest_due_seconds", ""] == 0)
    #expect(metrics["tallybook_letters", "state=\"waiting\""] == 0)
    #expect(metrics["tallybook_records_total", "kind=\"tags\",result=\"new\""] == 1)
    #expect(metrics["tallybook_records_total", "kind=\"tags\",result=\"same\""] == 1)
    #expect(metrics["tallybook_record_batches_total", "outcome=\"refused\""] == 1)
    #expect(
      metrics["tallybook_users", "state=\"current\""] == 12 && metrics["tallybook_users", "state=\"deleted\""] == 1)
    #expect(metrics["tallybook_store_up", ""] == 1)
    for kind in ["read", "write"] {
      let label = "kind=\"\(kind)\""
      let count = metrics["tallybook_store_operation_seconds_count", label] ?? 0
      #expect(count > 0 && (metrics["tallybook_store_wait_seconds_count", label] ?? 0) >= count)
      #expect(metrics["tallybook_store_busy_total", label] == 0)
    }
    #expect((metrics["process_resident_memory_bytes", ""] ?? 0) > 1_000_000)
    #expect((metrics["process_open_fds", ""] ?? 0) > 3 && (metrics["process_cpu_seconds_total", ""] ?? 0) > 0)
    let started = metrics["process_start_time_seconds", ""] ?? 0
    #expect(abs(started - Date().timeIntervalSince1970) < 86_400)
  }

  @Test func `It is read with a token of those who see everybody, and on the machine itself`() async throws {
    let site = try await TestSite()
    for (user, status) in [("owner", 200), ("platform", 200), ("admin", 403), ("coach", 403), ("inside", 403)] {
      #expect(try await site.program(of: user).get("/api/v1/metrics").status == status, "\(user)")
    }
    let nobody = Browser(port: site.port)
    #expect(try await nobody.get("/api/v1/metrics").status == 200)
    for header in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto"] {
      try await nobody.get("/api/v1/metrics", headers: [header: "x"]).expectProblem(401, "not_signed_in")
    }
    #expect(try await Browser(port: site.port, token: "no").get("/api/v1/metrics").status == 401)
    for (host, status) in [("127.0.0.1", 200), ("localhost:80", 200), ("evil.example", 401), ("127.0.0.1.nip.io", 401)]
    {
      #expect(try await Wire.ask(site.port, "GET", "/api/v1/metrics", host: host).status == status, "\(host)")
    }
    let behindProxy = try await TestSite(isSecure: true)
    #expect(try await Browser(port: behindProxy.port).get("/api/v1/metrics").status == 401)
    let named = try await TestSite { $0.address = "https://stats.example.com" }
    #expect(try await Browser(port: named.port).get("/api/v1/metrics").status == 401)
  }

  @Test func `A histogram adds up`() {
    var histogram = Histogram()
    for milliseconds in [1, 5, 6, 90, 2_000, 61_000, 100_000] { histogram.add(.milliseconds(milliseconds)) }
    let buckets = Dictionary(uniqueKeysWithValues: histogram.buckets.map { ($0.bound, $0.count) })
    #expect(buckets["0.005"] == 2 && buckets["0.01"] == 3 && buckets["0.1"] == 4 && buckets["60.0"] == 5)
    #expect(buckets["+Inf"] == 7 && histogram.count == 7 && abs(histogram.sum - 163.102) < 1e-9)
  }
}

/// Prometheus' text format, read strictly.
struct Metrics {
  let text: String
  /// By name and labels, in alphabetical order.
  private var samples: [String: Double] = [:]
  private var labels: [String: Set<String>] = [:]

  struct Bad: Error { let line: String }

  init(_ text: String) throws {
    self.text = text
    var family = ""
    for line in text.split(separator: "\n") {
      if let head = line.firstMatch(of: #/^# (HELP|TYPE) ([a-z_]+) (.+)$/#) {
        family = String(head.2)
        continue
      }
      guard let match = line.firstMatch(of: #/^([a-z_]+)(?:\{(.*)\})? (-?[0-9.e+-]+|\+Inf)$/#),
        match.1.hasPrefix(family),
        let value = Double(match.3)
      else { throw Bad(line: String(line)) }
      let pairs = (match.2 ?? "").matches(of: #/([a-z_]+)="([^"]*)"/#)
      for pair in pairs { labels[String(pair.1), default: []].insert(String(pair.2)) }
      let key = "\(match.1){" + pairs.map { String($0.0) }.sorted().joined(separator: ",") + "}"
      guard samples.updateValue(value, forKey: key) == nil else { throw Bad(line: String(line)) }
    }
  }

  subscript(_ name: String, _ labels: String) -> Double? { samples["\(name){\(labels)}"] }

  func values(of label: String) -> Set<String> { labels[label] ?? [] }
}
