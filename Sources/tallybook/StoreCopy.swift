import DatabaseAccess
import Foundation
import SQLiteDatabase

/// A copy of a store's file that gets its name when it is whole and on the disk. Until then it is `NAME.part`, which the next
/// copy of that name removes, unless another program is at work on it.
struct StoreCopy {
  let source: String
  let target: StoreFiles

  /// - Parameters:
  ///   - edit: changes the copy before it gets its name.
  ///   - place: gives it its name, by default if nothing has that name.
  func make<T: Sendable>(
    _ edit: (String) async throws -> T, place: (_ partial: String) async throws -> Void
  ) async throws -> T {
    let partial = target.partial
    let lock = try claim(partial)
    defer { close(lock) }
    do {
      try await SQLiteEngine.copy(source, to: partial.path)
      let result = try await edit(partial.path)
      try Self.sync(partial.path)
      try await place(partial.path)
      try? Self.sync(URL(filePath: target.path).deletingLastPathComponent().path)
      return result
    } catch {
      partial.remove()
      throw error
    }
  }

  /// Makes the file of the copy, empty, and holds it. One that was left behind by a program that was ended is removed.
  private func claim(_ partial: StoreFiles) throws -> Int32 {
    let left = open(partial.path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    if left >= 0 {
      defer { close(left) }
      guard flock(left, LOCK_EX | LOCK_NB) == 0 else { throw Self.busy(partial.path) }
      partial.remove()
    }
    for side in partial.sides { unlink(side) }
    let made = open(partial.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard made >= 0 else {
      if errno == EEXIST { throw Self.busy(partial.path) }
      if StorageError.isFull(errno) { throw StorageError.system(errno, partial.path) }
      Failing.exit(.cannotCreate, "\(partial.path) cannot be written: \(String(cString: strerror(errno))).")
    }
    guard flock(made, LOCK_EX | LOCK_NB) == 0 else { throw Self.busy(partial.path) }
    return made
  }

  private static func busy(_ path: String) -> StorageError {
    .busy("Another program writes \(path); wait for its end, or remove that file if there is none.")
  }

  /// Gives it the name that nothing has.
  static func rename(_ partial: String, to path: String) throws {
    if link(partial, path) == 0 {
      unlink(partial)
      return
    }
    // A disk without second names: there was nothing of the name a moment ago.
    if errno != EEXIST, !StoreFiles.exists(path), Foundation.rename(partial, path) == 0 { return }
    throw StorageError.system(errno, "\(path) cannot be written")
  }

  private static func sync(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StorageError.system(errno, "\(path) cannot be read") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StorageError.system(errno, "\(path) cannot be written") }
  }
}
