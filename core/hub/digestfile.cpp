// SPDX-License-Identifier: MIT
#include "core/hub/digestfile.h"

#include "core/base/files.h"

namespace punchcard::hub {

bool DigestFile::finish(const QString &path)
{
    const bool closed = !m_broken && m_file.flush();
    m_file.close();
    QIODevice::close();
    if (!closed || !syncFile(m_file.fileName())) {
        setErrorString(m_file.errorString());
        return false;
    }
    QFile::remove(path);
    if (m_file.rename(path))
        return true;
    setErrorString(m_file.errorString());
    return false;
}

qint64 DigestFile::writeData(const char *data, qint64 length)
{
    if (m_file.write(data, length) != length) {
        m_broken = true;
        setErrorString(m_file.errorString());
        return -1;
    }
    m_hash.addData(QByteArrayView(data, length));
    m_written += length;
    return length;
}

} // namespace punchcard::hub
