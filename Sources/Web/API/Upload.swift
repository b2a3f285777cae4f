import DatabaseAccess
import Foundation
import Hummingbird
import Jobs
import Synchronization

/// Receives the body of a request that uploads records; limits its size and its minimum rate.
///
/// A large body is spooled to a file while it is received. So memory use does not depend on its size, the client is
/// slowed to the speed of the disk, and the write lock is held only while storing, not while receiving (decision 0011).
struct Upload {
  /// The minimum rate: at least `bytes` in each interval.
  struct Pace: Sendable {
    var bytes = 65_536
    var every = Duration.seconds(30)
  }

  private let request: Request
  private let limit: Int
  private let pace: Pace
  private let folder: FileFolder
  private let memory: BodyMemory

  /// The maximum duration of an upload, kept in memory or spooled to a file. The first bytes of a file are kept in
  /// memory too, so that a body that never arrives takes no disk space.
  private static let timeInMemory = Duration.seconds(600)
  private static let timeToFile = Duration.seconds(4 * 3_600)
  private static let beginning = 65_536

  /// - Parameter limit: the maximum size, in bytes.
  init(_ visit: WebRequest, limit: Int) {
    request = visit.request
    self.limit = limit
    pace = Pace(every: visit.services.settings.uploadPatience)
    folder = visit.services.folder
    memory = visit.services.bodies
  }

  func bytes() async throws -> [UInt8] {
    let body = Mutex<[UInt8]>([])
    let share = memory.share()
    try await each(within: Self.timeInMemory) { piece in
      try share.reserve(piece.readableBytes)
      body.withLock { $0.append(contentsOf: piece.readableBytesView) }
    }
    return body.withLock { $0 }
  }

  /// The body as a file, which is removed afterwards.
  func file<T: Sendable>(_ take: (URL) async throws -> T) async throws -> T {
    let spool = UploadSpool(folder, keeping: Self.beginning, memory.share())
    defer { spool.remove() }
    try await each(within: Self.timeToFile) { try spool.write($0) }
    return try await take(try spool.whole())
  }

  /// A body that exceeds the limit by at most this many bytes is read to its end and discarded: many clients read the
  /// response only after they have sent everything.
  private static let excess = 67_108_864

  /// The declared Content-Length.
  private var length: Int? { request.headers[.contentLength].flatMap { Int($0) } }

  /// Passes on each chunk as it arrives.
  /// - Throws: `UploadTooLarge`, `UploadTimedOut`, or the error that prevented the complete upload.
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
    // Distinguishes a connection that was closed early from a complete body.
    if let length, total < length { throw UploadTimedOut() }
    if total > limit { throw UploadTooLarge() }
  }

  /// An upload that breaks off is the client's fault, not a server error.
  private func next(of pieces: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
    do { return try await pieces.next() } catch { throw UploadTimedOut() }
  }

  private func watch(_ received: Received, _ time: Duration) async throws {
    var before = 0
    let end = ContinuousClock.now + time
    while true {
      try await Task.sleep(for: min(pace.every, max(.zero, end - .now)))
      if ContinuousClock.now >= end { throw UploadTimedOut() }
      let now = received.bytes.load(ordering: .relaxed)
      if now - before < pace.bytes { throw UploadTimedOut() }
      before = now
    }
  }

  private final class Received: Sendable {
    let bytes = Atomic(0)
  }
}

struct UploadTooLarge: Error {}

struct UploadTimedOut: Error {}
