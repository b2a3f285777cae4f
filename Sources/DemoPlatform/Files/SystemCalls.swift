#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's message for the last error.
func systemError() -> String { String(cString: strerror(errno)) }

/// Creates the folder and its missing parents, and checks that it is empty.
///
/// - Throws: `DemoError.folderNotEmpty`, or `.folderUnusable` with the system's reason.
func makeEmptyFolder(_ folder: String) throws {
  try makeFolders(folder)
  guard let entries = opendir(folder) else { throw DemoError.folderUnusable(folder, reason: systemError()) }
  defer { closedir(entries) }
  var count = 0
  while readdir(entries) != nil { count += 1 }
  // "." and ".." are always listed.
  guard count <= 2 else { throw DemoError.folderNotEmpty(folder) }
}

private func makeFolders(_ folder: String) throws {
  var end = folder.startIndex
  while end < folder.endIndex {
    let next = folder[end...].dropFirst().firstIndex(of: "/") ?? folder.endIndex
    end = next
    if mkdir(String(folder[..<end]), 0o755) != 0, errno != EEXIST {
      throw DemoError.folderUnusable(folder, reason: systemError())
    }
  }
}

/// Closes a file descriptor; wraps the C function for callers in types with a method of the same name.
func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// Writes up to `count` bytes; wraps the C function for callers in types with a method of the same name.
func writeBytes(_ descriptor: Int32, _ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
  write(descriptor, start, count)
}
