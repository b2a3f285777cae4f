import DatabaseAccess
import Jobs
import Statistics

/// Metrics that the server collects in memory since it started.
struct Metrics: Sendable {
  let requests = RequestMetrics()
  let store = StoreMetricsReader()
  let records = RecordMetrics()
}

/// Metrics that are read from the store: users, jobs and e-mails.
struct StoreMetrics: Sendable {
  private let queue: QueueMetrics
  private let users: [String: Int]

  init(now: Int, _ session: any SQLSession) throws {
    queue = try QueueMetrics(now: now, session)
    let counts = try UserCounts(session)
    users = ["current": counts.current, "deleted": counts.deleted]
  }

  func write(to text: inout MetricsText) {
    text.add("tallybook_users", .gauge, "Users of the platform.", Self.samples(users, "state"))
    text.add("tallybook_jobs", .gauge, "Export jobs, by state.", Self.samples(queue.jobs, "state"))
    text.add(
      "tallybook_jobs_oldest_due_seconds", .gauge, "How long the oldest runnable job has been waiting.",
      Double(queue.oldestDue))
    text.add("tallybook_letters", .gauge, "E-mails, by state.", Self.samples(queue.letters, "state"))
  }

  private static func samples(_ counts: [String: Int], _ label: String) -> [(MetricsText.Labels, Double)] {
    counts.sorted { $0.key < $1.key }.map { ([(label, $0.key)], Double($0.value)) }
  }
}
