import DatabaseAccess
import Foundation
import Hummingbird
import Jobs
import Synchronization

/// The body of a request that brings records: as large as it may be, and no slower than it must be.
///
/// A large one is written to a file as it comes in, and read from there: memory holds a piece of it, whatever its size,
/// the client is slowed down to the disk, and the store is locked for as long as storing takes, not for as long as a
/// client cares to send (decision 0011).
struct Upload {
  /// The slowest that a client may be: so many bytes in so long.
  struct Pace: Sendable {
    var bytes = 65_536
    var every = Duration.seconds(30)
  }

  private let request: Request
  private let limit: Int
  private let pace: Pace
  private let folder: FileFolder
  private let memory: BodyMemory

  /// The longest that a body may take in all: one that is kept in memory, and one that is written to a file. Of a file, the
  /// first bytes are kept in memory, so that one that does not come takes no room.
  private static let timeInMemory = Duration.seconds(600)
  private static let timeToFile = Duration.seconds(4 * 3_600)
  private static let beginning = 65_536

  /// - Parameter limit: the most that is taken, in bytes.
  init(_ visit: Visit, limit: Int) {
    request = visit.request
    self.limit = limit
    pace = Pace(every: visit.services.settings.uploadPatience)
    folder = visit.services.folder
    memory = visit.services.bodies
  }

  /// The whole body.
  func bytes() async throws -> [UInt8] {
    let body = Mutex<[UInt8]>([])
    let share = memory.share()
    try await each(within: Self.timeInMemory) { piece in
      try share.take(piece.readableBytes)
      body.withLock { $0.append(contentsOf: piece.readableBytesView) }
    }
    return body.withLock { $0 }
  }

  /// The body as a file, which is gone afterwards.
  func file<T: Sendable>(_ take: (URL) async throws -> T) async throws -> T {
    let spool = UploadSpool(folder, keeping: Self.beginning, memory.share())
    defer { spool.remove() }
    try await each(within: Self.timeToFile) { try spool.write($0) }
    return try await take(try spool.whole())
  }

  /// What is too large by so many bytes at most is read to its end and dropped: a client that listens only when it has
  /// sent all hears why.
  private static let excess = 67_108_864

  /// What the client has announced.
  private var length: Int? { request.headers[.contentLength].flatMap { Int($0) } }

  /// Hands over each piece as it comes.
  /// - Throws: `UploadTooLarge`, `UploadTooSlow`, or what hinders it to come whole.
  private func each(within time: Duration, _ take: @escaping @Sendable (ByteBuffer) throws -> Void) async throws {
    if let length, length > limit + Self.excess { throw UploadTooLarge() }
    let received = Received()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await read(received, take) }
      group.addTask { try await watch(received, time) }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private func read(_ received: Received, _ take: @Sendable (ByteBuffer) throws -> Void) async throws {
    var total = 0
    var pieces = request.body.makeAsyncIterator()
    while let piece = try await next(of: &pieces) {
      total += piece.readableBytes
      if total > limit + Self.excess { throw UploadTooLarge() }
      if total <= limit { try take(piece) }
      received.bytes.store(total, ordering: .relaxed)
    }
    try Task.checkCancellation()
    // A connection that ends is told apart from a body that does.
    if let length, total < length { throw UploadTooSlow() }
    if total > limit { throw UploadTooLarge() }
  }

  /// What breaks off is the client's doing, not a failure of ours.
  private func next(of pieces: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
    do { return try await pieces.next() } catch { throw UploadTooSlow() }
  }

  private func watch(_ received: Received, _ time: Duration) async throws {
    var before = 0
    let end = ContinuousClock.now + time
    while true {
      try await Task.sleep(for: min(pace.every, max(.zero, end - .now)))
      if ContinuousClock.now >= end { throw UploadTooSlow() }
      let now = received.bytes.load(ordering: .relaxed)
      if now - before < pace.bytes { throw UploadTooSlow() }
      before = now
    }
  }

  private final class Received: Sendable {
    let bytes = Atomic(0)
  }
}

struct UploadTooLarge: Error {}

struct UploadTooSlow: Error {}
