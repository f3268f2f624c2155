/** Loaded after the page stands, so that no letter waits for it. */
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
