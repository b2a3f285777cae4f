import Access
import DatabaseAccess
import Dispatch
import Hummingbird
import Synchronization

/// Passes the bytes of a file from the thread that generates them to the connection that sends them. The writer blocks
/// when the client is slow, so memory holds a few chunks whatever the size of the file.
final class FilePipe: Sendable {
  /// The number of buffered chunks, and how long the writer waits for the client, in seconds.
  private static let pieces = 4
  private static let patience = 120

  // Starts at 0 and is signalled: deallocating a semaphore below its initial value crashes, and the body of a HEAD
  // response is never read.
  private let room = DispatchSemaphore(value: 0)
  private let isClosed = Atomic(false)
  private let stream: AsyncThrowingStream<ByteBuffer, any Error>
  private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

  struct ClientDisconnected: Error {}

  init() {
    (stream, continuation) = AsyncThrowingStream.makeStream()
    for _ in 0..<Self.pieces { room.signal() }
  }

  /// Sends a chunk; blocks while the buffer is full. Only for threads that may block.
  /// - Throws: `ClientDisconnected` if the client has disconnected or does not read.
  func send(_ bytes: ArraySlice<UInt8>) throws {
    guard room.wait(timeout: .now() + .seconds(Self.patience)) == .success, !isClosed.load(ordering: .relaxed) else {
      throw ClientDisconnected()
    }
    continuation.yield(ByteBuffer(bytes: bytes))
  }

  func finish(_ error: (any Error)? = nil) { continuation.finish(throwing: error) }

  /// The chunks as a response body. An error before the first chunk is thrown here, so that it can become an error
  /// page; a later one aborts the connection, so that an incomplete file is not mistaken for a complete one.
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
      // A cancelled task sees the end of the chunks too early: the file must not look complete.
      try Task.checkCancellation()
      try await writer.finish(nil)
    }
  }

  /// A body that is generated in one snapshot while it is sent, and audited when complete. Generation is cancelled when
  /// the client disconnects.
  /// - Throws: `LimitReached` if the user has too many downloads in progress, `StorageError.busy` if the server has.
  /// - Parameter write: returns the number of rows.
  static func body(
    _ visit: WebRequest, _ action: String, subject: Int? = nil, about thing: String? = nil,
    _ write: @escaping @Sendable (FilePipe, any SQLSession) throws -> Int
  ) async throws -> ResponseBody {
    let (pipe, streams, user) = (FilePipe(), visit.services.streams, try visit.viewer.key)
    try await streams.acquire(user)
    let watch = DisconnectMonitor(visit.context.channel)
    let making = Task.detached {
      defer {
        watch.end()
        streams.release(user)
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
    // HEAD has no body: close so that the writer does not block.
    pipe.close()
    return ResponseBody()
  }

  private func close() {
    isClosed.store(true, ordering: .relaxed)
    room.signal()
  }
}
