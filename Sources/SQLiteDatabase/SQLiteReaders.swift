import DatabaseAccess

/// Limits the number of concurrent reads per purpose. GRDB's pool has a connection for each of them, and no timeout.
struct SQLiteReaders: Sendable {
  private let lines: [ReadPurpose: ResourcePool<Void>]
  private let patience: Duration
  let count: Int

  /// The maximum number of files that are sent, and that are created in the background, at the same time.
  private static let streams = 8
  private static let jobs = 4
  /// A health check must not take long.
  private static let checkPatience = Duration.seconds(2)

  init(pages: Int, patience: Duration) {
    let counts: [(ReadPurpose, Int)] = [(.page, pages), (.stream, Self.streams), (.job, Self.jobs), (.check, 1)]
    count = counts.reduce(0) { $0 + $1.1 }
    lines = Dictionary(
      uniqueKeysWithValues: counts.map { purpose, count in
        let complaint = "All connections to the store for a \(purpose.rawValue) are in use."
        return (purpose, ResourcePool((0..<count).map { _ in }, complaint: complaint))
      })
    self.patience = patience
  }

  /// - Throws: `StorageError.busy` on timeout, `StorageError.interrupted` if the task is cancelled.
  func lend<T>(_ purpose: ReadPurpose, _ body: () async throws -> T) async throws -> T {
    guard let line = lines[purpose] else { return try await body() }
    let place: Void = try await line.acquire(patience: purpose == .check ? min(patience, Self.checkPatience) : patience)
    defer { line.release(place) }
    return try await body()
  }
}
