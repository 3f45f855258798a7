// SPDX-License-Identifier: MIT
#include "app/desktop/tray.h"

#include "widgets/look/tones.h"

#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QSystemTrayIcon>

namespace punchcard::desktop {

using namespace Qt::StringLiterals;

QIcon iconWithCount(int count)
{
    const QIcon plain(u":/punchcard.svg"_s);
    if (count <= 0)
        return plain;
    QIcon icon;
    for (const int side : {22, 32, 44, 64}) {
        QPixmap pixmap = plain.pixmap(QSize(side, side), 1.0);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const qreal badge = side * 0.6;
        const QRectF circle(side - badge, side - badge, badge, badge);
        painter.setBrush(QColor(0xc4, 0x24, 0x2c));
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(circle);
        QFont font = QGuiApplication::font();
        font.setPixelSize(int(badge * (count > 9 ? 0.55 : 0.75)));
        font.setBold(true);
        painter.setFont(font);
        painter.setPen(Qt::white);
        painter.drawText(circle, Qt::AlignCenter, count > 99 ? u"99"_s : QString::number(count));
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

Tray::Tray(JobModel &jobs, QObject *parent)
    : QObject(parent)
    , m_jobs(jobs)
{
    connect(&m_jobs, &JobModel::countsChanged, this, &Tray::update);
}

Tray::~Tray() = default;

bool Tray::isThere() const
{
    return m_icon != nullptr;
}

void Tray::setWanted(bool wanted)
{
    if (wanted == isThere() || (wanted && !QSystemTrayIcon::isSystemTrayAvailable()))
        return;
    if (!wanted) {
        delete std::exchange(m_icon, nullptr);
        m_menu.reset();
        return;
    }
    m_menu = std::make_unique<QMenu>();
    m_menu->addAction(tr("Open Punchcard"), this, &Tray::windowWished);
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &Tray::quitWished);
    m_icon = new QSystemTrayIcon(this);
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger)
            emit windowWished();
    });
    update();
    m_icon->show();
}

void Tray::update()
{
    if (!m_icon)
        return;
    const JobModel::Counts &counts = m_jobs.counts();
    const int open = counts.running + counts.queued + counts.waiting;
    m_icon->setIcon(iconWithCount(open));
    m_icon->setToolTip(open == 0 ? tr("Punchcard: nothing runs")
                                 : tr("Punchcard: %1 running, %2 queued").arg(counts.running).arg(counts.queued));
}

} // namespace punchcard::desktop
