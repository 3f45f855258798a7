// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <atomic>
#include <memory>

namespace punchcard {

/// The wish that something stop, shared by who may wish it and who waits. Main thread, except isRequested().
class Cancel : public QObject
{
    Q_OBJECT

public:
    static std::shared_ptr<Cancel> make();
    /// For a part of what @p whole stands for: requested with it, or alone.
    static std::shared_ptr<Cancel> under(const std::shared_ptr<Cancel> &whole);

    void request();
    [[nodiscard]] bool isRequested() const { return m_requested.load(std::memory_order_relaxed); }

signals:
    void requested();

private:
    std::atomic_bool m_requested = false;
};

using CancelPtr = std::shared_ptr<Cancel>;

} // namespace punchcard
