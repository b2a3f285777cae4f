import Access
import DatabaseAccess
import Dispatch
import Hummingbird
import Synchronization

/// Bytes of a file on their way from the thread that makes them to the connection that takes them. The maker waits
/// when the taker is slow, so memory holds a few pieces whatever the size of the file.
final class FilePipe: Sendable {
  /// Pieces that may lie ready, and how long a piece may wait for a taker, in seconds.
  private static let pieces = 4
  private static let patience = 120

  // Begins at 0 and is signalled: one that is given up below the value it began with ends the process, and the body of
  // an answer to HEAD is never taken.
  private let room = DispatchSemaphore(value: 0)
  private let isClosed = Atomic(false)
  private let stream: AsyncThrowingStream<ByteBuffer, any Error>
  private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

  struct TakerIsGone: Error {}

  init() {
    (stream, continuation) = AsyncThrowingStream.makeStream()
    for _ in 0..<Self.pieces { room.signal() }
  }

  /// Hands a piece over; waits for room. Only for threads that may block.
  /// - Throws: `TakerIsGone` if the connection has ended or stands still.
  func send(_ bytes: ArraySlice<UInt8>) throws {
    guard room.wait(timeout: .now() + .seconds(Self.patience)) == .success, !isClosed.load(ordering: .relaxed) else {
      throw TakerIsGone()
    }
    continuation.yield(ByteBuffer(bytes: bytes))
  }

  func finish(_ error: (any Error)? = nil) { continuation.finish(throwing: error) }

  /// The pieces as the body of an answer. What fails before the first piece fails here, so that it can still become an
  /// error page; what fails later breaks the connection off, so that nobody takes a half file for a whole one.
  func body() async throws -> ResponseBody {
    var pieces = stream.makeAsyncIterator()
    let first = try await pieces.next()
    nonisolated(unsafe) var rest = pieces
    return ResponseBody { [self] writer in
      defer { close() }
      var next = first
      while let piece = next {
        try await writer.write(piece)
        room.signal()
        next = try await rest.next()
      }
      // A task that is called off sees the end of the pieces, too soon: the file must not look whole.
      try Task.checkCancellation()
      try await writer.finish(nil)
    }
  }

  /// A body that is made on one snapshot while it is sent, and noted in the audit log when it is whole. Its making is
  /// called off when the taker goes.
  /// - Throws: `LimitReached` if the user is being sent many already, `StorageError.busy` if all are.
  /// - Parameter write: tells how many rows it wrote.
  static func body(
    _ visit: Visit, _ action: String, subject: Int? = nil, about thing: String? = nil,
    _ write: @escaping @Sendable (FilePipe, any SQLSession) throws -> Int
  ) async throws -> ResponseBody {
    let (pipe, streams, user) = (FilePipe(), visit.services.streams, try visit.viewer.key)
    try await streams.take(user)
    let watch = TakerWatch(visit.context.channel)
    let making = Task.detached {
      defer {
        watch.end()
        streams.giveBack(user)
      }
      do {
        let rows = try await visit.services.database.read(.stream) { try write(pipe, $0) }
        visit.audit(action, subject: subject, about: thing, rows: rows)
        pipe.finish()
      } catch {
        pipe.finish(error)
      }
    }
    watch.gone.whenSuccess { making.cancel() }
    let body = try await pipe.body()
    guard visit.request.method == .head else { return body }
    // Nobody takes it, and the maker need not wait for them.
    pipe.close()
    return ResponseBody()
  }

  private func close() {
    isClosed.store(true, ordering: .relaxed)
    room.signal()
  }
}
