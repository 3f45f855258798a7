// SPDX-License-Identifier: MIT
#include "core/hub/slicefile.h"

namespace punchcard::hub {

SliceFile::SliceFile(const QString &path, qint64 begin, qint64 length)
    : m_file(path)
    , m_begin(begin)
    , m_length(length)
{
    if (m_file.open(QIODevice::ReadOnly) && m_file.seek(begin))
        QIODevice::open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

bool SliceFile::seek(qint64 position)
{
    return position <= m_length && QIODevice::seek(position) && m_file.seek(m_begin + position);
}

qint64 SliceFile::readData(char *data, qint64 maximum)
{
    const qint64 left = m_begin + m_length - m_file.pos();
    return left <= 0 ? 0 : m_file.read(data, std::min(maximum, left));
}

} // namespace punchcard::hub
