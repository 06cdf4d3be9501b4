"""Pictures: letterheads of campaigns, logos and signatures of sign-ons, affiliations of persons."""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column(
        "campaigns", sa.Column("letterhead_name", sa.String(length=200), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "campaigns", sa.Column("letterhead_line", sa.String(length=300), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("campaigns", sa.Column("letterhead_logo", sa.String(length=64), nullable=True))
    op.add_column(
        "sign_ons", sa.Column("affiliation", sa.String(length=200), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("sign_ons", sa.Column("logo", sa.String(length=64), nullable=True))
    op.add_column("sign_ons", sa.Column("signature", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Downgrade schema."""
    # Not in a batch: SQLite would make the tables anew, and others refer to them.
    op.drop_column("sign_ons", "signature")
    op.drop_column("sign_ons", "logo")
    op.drop_column("sign_ons", "affiliation")
    op.drop_column("campaigns", "letterhead_logo")
    op.drop_column("campaigns", "letterhead_line")
    op.drop_column("campaigns", "letterhead_name")
