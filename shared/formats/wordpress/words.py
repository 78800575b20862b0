"""The words that WordPress has for the state and the kind of a post, in its export, its API and its webhooks."""

from shared.domain.article import Status

STATUSES = {
    "publish": Status.USABLE,
    "published": Status.USABLE,
    "draft": Status.WITHHELD,
    "auto-draft": Status.WITHHELD,
    "pending": Status.WITHHELD,
    "private": Status.WITHHELD,
    "trash": Status.CANCELED,
    "deleted": Status.CANCELED,
}
_NO_ARTICLES = frozenset(
    {
        "attachment", "page", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
        "user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation",
        "wp_font_family", "wp_font_face", "product", "product_variation", "shop_order", "shop_coupon",
        "elementor_library", "wpcf7_contact_form", "feedback", "jp_img_sitemap", "mc4wp-form", "popup", "forum",
        "topic", "reply", "tribe_events", "tribe_venue", "tribe_organizer", "et_pb_layout", "vc_grid_item",
    }
)  # fmt: skip
_PLUGINS = ("wp_", "acf-", "acf_", "elementor_", "jp_", "fl-", "ct_", "amn_")


def is_article_type(kind: str) -> bool:
    """Tell whether posts of this type are articles: `post`, and what a newsroom's site calls its own."""
    return kind not in _NO_ARTICLES and not kind.startswith(_PLUGINS)
