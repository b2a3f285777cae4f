import DatabaseAccess
import Foundation
import Hummingbird
import Jobs
import Synchronization

/// A body that is spooled to a temporary file while it is imported. The first bytes are kept in memory, so that a body
/// with no more than those creates no file.
final class UploadSpool: Sendable {
  private struct State {
    var beginning = Data()
    var handle: FileHandle?
  }

  private let folder: FileFolder
  private let file: URL
  private let limit: Int
  private let share: BodyMemory.Share
  private let state = Mutex(State())

  init(_ folder: FileFolder, keeping limit: Int, _ share: BodyMemory.Share) {
    self.folder = folder
    self.limit = limit
    self.share = share
    file = folder.file("upload-\(UUID().uuidString)\(FileFolder.partialEnding)")
  }

  /// - Throws: `JobFailure` if the file cannot be written, `StorageError.busy` if the memory limit is reached.
  func write(_ piece: ByteBuffer) throws {
    try state.withLock { state in
      let data = Data(piece.readableBytesView)
      if state.handle == nil, state.beginning.count + data.count <= limit {
        try share.reserve(data.count)
        return state.beginning.append(data)
      }
      try open(&state)
      try Self.write(data, state.handle)
    }
  }

  /// The file; call it once everything is written.
  func whole() throws -> URL {
    try state.withLock { try open(&$0) }
    return file
  }

  func remove() {
    state.withLock { state in
      guard let handle = state.handle else { return }
      try? handle.close()
      try? FileManager.default.removeItem(at: file)
    }
  }

  private func open(_ state: inout State) throws {
    guard state.handle == nil else { return }
    try folder.prepare()
    let descriptor = Foundation.open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw JobFailure(system: errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    state.handle = handle
    try Self.write(state.beginning, handle)
    state.beginning = Data()
    share.release()
  }

  private static func write(_ data: Data, _ handle: FileHandle?) throws {
    do { try handle?.write(contentsOf: data) } catch { throw JobFailure(writing: error) }
  }
}
