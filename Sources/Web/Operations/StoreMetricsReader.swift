import DatabaseAccess
import Synchronization

/// Database metrics: active and waiting reads and writes, how long they wait for a connection or their turn, and how
/// long they take.
final class StoreMetricsReader: Sendable {
  enum Kind: String, CaseIterable, Sendable { case read, write }

  private struct Figures: Sendable {
    var waiting = 0
    var active = 0
    var busy = 0
    var waits = Histogram()
    var times = Histogram()
  }

  private let state = Mutex(Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, Figures()) }))

  /// Measures an operation.
  /// - Parameter operation: calls its argument once it has its connection, and its turn.
  func measure<T>(_ kind: Kind, _ operation: (@escaping @Sendable () -> Void) async throws -> T) async throws -> T {
    let turn = Turn()
    change(kind) { $0.waiting += 1 }
    defer { end(kind, turn) }
    do { return try await operation { [self] in begin(kind, turn) } } catch StorageError.busy(let reason) {
      change(kind) { $0.busy += 1 }
      throw StorageError.busy(reason)
    }
  }

  /// One operation: when it was requested, and when it began.
  private final class Turn: Sendable {
    let askedAt = ContinuousClock.now
    let begunAt = Mutex<ContinuousClock.Instant?>(nil)
  }

  /// A write's body may run several times; only the first counts as the beginning.
  private func begin(_ kind: Kind, _ turn: Turn) {
    let now = ContinuousClock.now
    let isFirst = turn.begunAt.withLock { begunAt in
      defer { begunAt = begunAt ?? now }
      return begunAt == nil
    }
    guard isFirst else { return }
    change(kind) { figures in
      figures.waiting -= 1
      figures.active += 1
      figures.waits.add(now - turn.askedAt)
    }
  }

  private func end(_ kind: Kind, _ turn: Turn) {
    let begunAt = turn.begunAt.withLock { $0 }
    change(kind) { figures in
      guard let begunAt else { return figures.waiting -= 1 }
      figures.active -= 1
      figures.times.add(.now - begunAt)
    }
  }

  private func change(_ kind: Kind, _ body: (inout Figures) -> Void) {
    state.withLock { body(&$0[kind, default: Figures()]) }
  }

  func write(to text: inout MetricsText) {
    let all = state.withLock { state in
      Kind.allCases.map { (labels: [("kind", $0.rawValue)], figures: state[$0] ?? Figures()) }
    }
    func gauge(_ value: (Figures) -> Int) -> [(MetricsText.Labels, Double)] {
      all.map { ($0.labels, Double(value($0.figures))) }
    }
    text.add("tallybook_store_active", .gauge, "Reads and writes in progress, one connection each.", gauge(\.active))
    text.add(
      "tallybook_store_waiting", .gauge, "Reads and writes waiting for a connection or their turn.", gauge(\.waiting))
    text.add(
      "tallybook_store_busy_total", .counter, "Reads and writes that failed because the store was busy.", gauge(\.busy))
    text.add(
      "tallybook_store_wait_seconds", "How long reads and writes waited.", all.map { ($0.labels, $0.figures.waits) })
    text.add(
      "tallybook_store_operation_seconds", "How long reads and writes took, without waiting.",
      all.map { ($0.labels, $0.figures.times) })
  }
}

/// A database whose operations are measured.
struct MeteredDatabase: SQLDatabase {
  let database: any SQLDatabase
  let meter: StoreMetricsReader
  var dialect: any SQLDialect { database.dialect }

  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T {
    try await meter.measure(.read) { try await database.read(purpose, Self.telling($0, body)) }
  }

  func check() async throws { try await database.check() }

  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await meter.measure(.write) { try await database.write(Self.telling($0, body)) }
  }

  func bulkWrite<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await meter.measure(.write) { try await database.bulkWrite(Self.telling($0, body)) }
  }

  func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await meter.measure(.write) { try await database.writeConcurrently(Self.telling($0, body)) }
  }

  private static func telling<T>(
    _ begin: @escaping @Sendable () -> Void, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) -> @Sendable (any SQLSession) throws -> T {
    { session in
      begin()
      return try body(session)
    }
  }
}
