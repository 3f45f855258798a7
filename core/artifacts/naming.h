// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/safefolder.h"

#include <functional>
#include <vector>

namespace punchcard {

/// New files that get their names only when the disk has their bytes, many at a time: else a power failure could leave a name
/// with half a file, which nobody could tell from a file of the user's.
class Naming
{
public:
    /// @p refused hears of each file whose name is taken, by its path (Conflict).
    Naming(SafeFolder &folder, std::function<void(const QString &path, const Error &)> refused);

    [[nodiscard]] Result<> add(const QString &path, NewFile file, NewFile::Existing existing);
    /// After the last one. All that was done in the folder lasts then, by this process or one before.
    [[nodiscard]] Result<> finish();

private:
    [[nodiscard]] Result<> nameAll();

    struct Waiting
    {
        QString path;
        NewFile file;
        NewFile::Existing existing;
    };

    SafeFolder &m_folder;
    std::function<void(const QString &, const Error &)> m_refused;
    std::vector<Waiting> m_waiting;
    int m_files = 0; ///< that were synced one by one
    int m_folders = 0; ///< of those that wait
    bool m_needsSync = false;
};

} // namespace punchcard
